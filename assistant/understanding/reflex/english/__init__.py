"""English as people really speak it, put as commands and questions are phrased."""
