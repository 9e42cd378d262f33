"""Questions that no phrase covers, understood from the parts they are made of."""
