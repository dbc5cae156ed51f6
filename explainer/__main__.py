"""``python -m explainer``."""

from explainer.commands.entry import main

if __name__ == "__main__":  # a process that is spawned to read a long answer imports this too
    main()
