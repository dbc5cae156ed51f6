"""``python -m explainer``."""

from explainer.entry import main

main()
