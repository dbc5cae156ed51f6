"""``python -m explainer``."""

from explainer.commands.entry import main

main()
