"""A client of one provider that keeps every rule, or with `--break RULE` breaks just that one.

    python3 -S -E client.py --provider NAME [--break RULE] [--list]

It does one logical job as `stuntdouble verify` asks for it: the environment says where and with which key.
"""

import os
import sys
from importlib import import_module

PROVIDERS = ("openai", "uniall", "fal", "lumenfall")


def client_of(provider, broken):
    """The class of the provider's client, with the one habit that breaks the rule in front of it."""
    module = import_module(f"providers.{provider}")
    if broken is None:
        return module.Client
    if broken not in module.BREAKS:
        sys.exit(f"no mutant for {provider}/{broken}; there are {', '.join(sorted(module.BREAKS))}")
    habit = module.BREAKS[broken]
    return type(habit.__name__, (habit, module.Client), {})


def main(arguments):
    provider, broken = None, None
    while arguments:
        word = arguments.pop(0)
        if word == "--provider" and arguments:
            provider = arguments.pop(0)
        elif word == "--break" and arguments:
            broken = arguments.pop(0).rpartition("/")[2]
        elif word == "--list" and provider:
            print("\n".join(import_module(f"providers.{provider}").BREAKS))
            return 0
        else:
            sys.exit(__doc__)
    if provider not in PROVIDERS:
        sys.exit(__doc__)
    return client_of(provider, broken)(os.environ).main()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
