"""Where feeds come from: the network and files beside the declarations."""
