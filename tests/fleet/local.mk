# The simulated school network.
