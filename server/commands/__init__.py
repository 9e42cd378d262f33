"""The commands of `mimosa`, one file each; imported only when they are run."""
