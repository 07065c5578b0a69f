// RoutingKit on the points of the road benchmark: contraction hierarchy and customizable contraction
// hierarchy without turns, one thread.
// Arguments: EXTRACT.osm.pbf POINTS (a "longitude latitude" a line). Prints "name value" lines in
// milliseconds; the benchmark compiles this against the folder that ROUTINGKIT names.
#include <routingkit/contraction_hierarchy.h>
#include <routingkit/customizable_contraction_hierarchy.h>
#include <routingkit/geo_position_to_node.h>
#include <routingkit/inverse_vector.h>
#include <routingkit/nested_dissection.h>
#include <routingkit/osm_simple.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <vector>

using namespace RoutingKit;
using Clock = std::chrono::steady_clock;

template <class Work> double milliseconds(Work work) {
    auto start = Clock::now();
    work();
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

static double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    SimpleOSMCarRoutingGraph graph;
    double load = milliseconds([&] {
        graph = simple_load_osm_car_routing_graph_from_pbf(argv[1], nullptr, false, true);
    });
    auto tail = invert_inverse_vector(graph.first_out);
    ContractionHierarchy ch;
    double build = milliseconds([&] {
        ch = ContractionHierarchy::build(graph.node_count(), tail, graph.head, graph.travel_time);
    });

    GeoPositionToNode nearest(graph.latitude, graph.longitude);
    std::vector<unsigned> nodes;
    std::ifstream points(argv[2]);
    for (double lng, lat; points >> lng >> lat;) {
        auto found = nearest.find_nearest_neighbor_within_radius(lat, lng, 1000);
        if (found.id != invalid_id) nodes.push_back(found.id);
    }

    ContractionHierarchyQuery query(ch);
    std::vector<unsigned> row(nodes.size());
    std::vector<double> matrices, queries;
    size_t routable = 0;
    for (int round = 0; round < 5; ++round) {
        routable = 0;
        matrices.push_back(milliseconds([&] {
            query.reset().pin_targets(nodes);
            for (unsigned source : nodes) {
                query.reset_source().add_source(source).run_to_pinned_targets();
                query.get_distances_to_targets(row.data());
                for (unsigned distance : row) routable += distance != inf_weight;
            }
        }));
    }
    size_t steps = 0;
    for (int round = 0; round < 3; ++round)
        for (size_t i = 0; i < nodes.size(); ++i) {
            unsigned target = nodes[(i * 7 + 1) % nodes.size()];
            queries.push_back(milliseconds([&] {
                query.reset().add_source(nodes[i]).add_target(target).run();
                steps += query.get_node_path().size();
            }));
        }
    auto order = compute_nested_node_dissection_order_using_inertial_flow(
        graph.node_count(), tail, graph.head, graph.latitude, graph.longitude);
    CustomizableContractionHierarchy cch(order, tail, graph.head);
    CustomizableContractionHierarchyMetric metric(cch, graph.travel_time);
    metric.customize();
    CustomizableContractionHierarchyQuery customizable(metric);
    std::vector<double> customizable_queries;
    for (int round = 0; round < 3; ++round)
        for (size_t i = 0; i < nodes.size(); ++i) {
            unsigned target = nodes[(i * 7 + 1) % nodes.size()];
            customizable_queries.push_back(milliseconds([&] {
                customizable.reset().add_source(nodes[i]).add_target(target).run();
                steps += customizable.get_node_path().size();
            }));
        }
    std::cout << "points " << nodes.size() << "\nload_ms " << load << "\nbuild_ms " << build
              << "\nmatrix_ms " << median(matrices) << "\nroute_ms " << median(queries)
              << "\ncch_route_ms " << median(customizable_queries) << "\nroutable " << routable
              << "\npath_nodes " << steps << "\n";
}
