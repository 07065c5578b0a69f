//! The road engine: profiles, graph, snapping, routes, matrices, isochrones.
