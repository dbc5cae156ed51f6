"""What Explainer promises, one module per promise."""
