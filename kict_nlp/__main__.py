"""`python -m kict_nlp` does what `kict` does."""

import sys

if __name__ == "__main__":
    from kict_nlp.cli import main

    sys.exit(main())
