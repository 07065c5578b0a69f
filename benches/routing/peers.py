"""One problem on standard input, one peer's answer on standard output: the peers of
benches/routing. Arguments: pyvrp, vroom or ortools, and seconds.

The problem: `cost` and `time` between places row by row, `visits` and `reps` as days.rs and run.rs
write them. The answer: `cost`, `missing` and the seconds used."""

import json
import sys
import time


def pyvrp(problem, seconds):
    from pyvrp import Model
    from pyvrp.stop import MaxRuntime

    model = Model()
    at = {}
    for item in problem["reps"] + problem["visits"]:
        if item["place"] not in at:
            at[item["place"]] = model.add_location(0, 0)
    homes = sorted({rep["place"] for rep in problem["reps"]})
    depots = {place: model.add_depot(at[place]) for place in homes}
    for visit in problem["visits"]:
        model.add_client(
            at[visit["place"]],
            delivery=[visit["load"]],
            service_duration=visit["service"],
            tw_early=visit["window"][0],
            tw_late=visit["window"][1],
        )
    kinds = {}
    for rep in problem["reps"]:
        key = (rep["place"], rep["capacity"], *rep["shift"])
        kinds[key] = kinds.get(key, 0) + 1
    for (place, capacity, start, end), count in kinds.items():
        home = depots[place]
        model.add_vehicle_type(
            count, capacity=[capacity], start_depot=home, end_depot=home, tw_early=start, tw_late=end
        )
    n = problem["places"]
    for i, a in at.items():
        for j, b in at.items():
            if i != j:
                model.add_edge(a, b, problem["cost"][i * n + j], problem["time"][i * n + j])
    found = model.solve(MaxRuntime(seconds), seed=1, display=False)
    return (found.cost(), 0) if found.is_feasible() else (None, len(problem["visits"]))


def vroom(problem, _seconds):
    import vroom

    n = problem["places"]
    rows = lambda flat: [flat[i * n : (i + 1) * n] for i in range(n)]
    text = {
        "jobs": [
            {
                "id": i,
                "location_index": visit["place"],
                "service": visit["service"],
                "delivery": [visit["load"]],
                "time_windows": [visit["window"]],
            }
            for i, visit in enumerate(problem["visits"])
        ],
        "vehicles": [
            {
                "id": i,
                "start_index": rep["place"],
                "end_index": rep["place"],
                "capacity": [rep["capacity"]],
                "time_window": rep["shift"],
            }
            for i, rep in enumerate(problem["reps"])
        ],
        "matrices": {"car": {"durations": rows(problem["time"]), "costs": rows(problem["cost"])}},
    }
    import tempfile

    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(text, file)
        file.flush()
        found = vroom.Input.from_json(file.name).solve(exploration_level=5, nb_threads=1)
    summary = found.to_dict()["summary"]
    return summary["cost"], summary["unassigned"]


def ortools(problem, seconds):
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    n, visits, reps = problem["places"], problem["visits"], problem["reps"]
    places = [visit["place"] for visit in visits] + [rep["place"] for rep in reps]
    service = [visit["service"] for visit in visits] + [0] * len(reps)
    load = [visit["load"] for visit in visits] + [0] * len(reps)
    ends = list(range(len(visits), len(places)))
    manager = pywrapcp.RoutingIndexManager(len(places), len(reps), ends, ends)
    routing = pywrapcp.RoutingModel(manager)
    node = manager.IndexToNode
    cost, times = problem["cost"], problem["time"]
    arc = lambda a, b: cost[places[node(a)] * n + places[node(b)]]
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitCallback(arc))
    way = lambda a, b: times[places[node(a)] * n + places[node(b)]] + service[node(a)]
    latest = max(rep["shift"][1] for rep in reps)
    routing.AddDimension(routing.RegisterTransitCallback(way), latest, latest, False, "time")
    clock = routing.GetDimensionOrDie("time")
    demand = routing.RegisterUnaryTransitCallback(lambda a: load[node(a)])
    routing.AddDimensionWithVehicleCapacity(demand, 0, [r["capacity"] for r in reps], True, "load")
    penalty = 10 * max(cost)
    for i, visit in enumerate(visits):
        index = manager.NodeToIndex(i)
        clock.CumulVar(index).SetRange(*visit["window"])
        routing.AddDisjunction([index], penalty)
    for i, rep in enumerate(reps):
        clock.CumulVar(routing.Start(i)).SetRange(*rep["shift"])
        clock.CumulVar(routing.End(i)).SetRange(*rep["shift"])
    how = pywrapcp.DefaultRoutingSearchParameters()
    how.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    how.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    how.time_limit.FromMilliseconds(int(seconds * 1000))
    found = routing.SolveWithParameters(how)
    if found is None:
        return None, len(visits)
    served = [found.Value(routing.NextVar(manager.NodeToIndex(i))) != manager.NodeToIndex(i) for i in range(len(visits))]
    missing = served.count(False)
    return found.ObjectiveValue() - penalty * missing, missing


def main():
    problem, seconds = json.load(sys.stdin), float(sys.argv[2])
    started = time.process_time()
    cost, missing = {"pyvrp": pyvrp, "vroom": vroom, "ortools": ortools}[sys.argv[1]](problem, seconds)
    used = time.process_time() - started
    print(json.dumps({"cost": cost, "missing": missing, "seconds": used}))


main()
