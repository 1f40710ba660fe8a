"""What the drivers of `make clients` and `make bench` share. Standard library only."""
