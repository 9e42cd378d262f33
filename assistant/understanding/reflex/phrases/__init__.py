"""The phrases of the tools, compiled to patterns and kept between two starts."""
