"""One problem on standard input, one peer's answer on standard output: the peers of
benches/routing. Arguments: pyvrp, vroom or ortools, and seconds.

The problem is what peers.rs writes. The answer: `routes`, each the number of a rep and the numbers
of its visits in order, null if there is none, and the `seconds` of CPU time the search took."""

import json
import sys
import time
from datetime import timedelta

NO_LIMIT = 1 << 40
# As far as there is no way; a leg this long is never driven.
FAR = 1 << 28


def classes(reps, visits):
    """For each rep the number of its class: reps alike in everything, visits' wishes included."""
    numbers = {}
    keys = []
    for index, rep in enumerate(reps):
        banned = tuple(i for i, v in enumerate(visits) if v["allowed"] is not None and index not in v["allowed"])
        keys.append((json.dumps(rep, sort_keys=True), banned))
    return [numbers.setdefault(key, len(numbers)) for key in keys], list(numbers)


def pyvrp(problem, seconds):
    """Where not all can be served, once more with a price on leaving a visit out."""
    routes, used = pyvrp_once(problem, seconds)
    if routes is None:
        mandatory = 10 * max(problem["cost"])
        priced = [dict(v, prize=mandatory if v["prize"] is None else v["prize"]) for v in problem["visits"]]
        routes, used = pyvrp_once(dict(problem, visits=priced), seconds)
    return routes, used


def pyvrp_once(problem, seconds):
    import numpy
    from pyvrp import Client, ClientGroup, Depot, Location, ProblemData, VehicleType, solve

    n, visits, reps = problem["places"], problem["visits"], problem["reps"]
    homes = sorted({rep["place"] for rep in reps})
    depots = [Depot(home) for home in homes]
    clients, origin, groups = [], [], []
    for i, visit in enumerate(visits):
        windows = visit["windows"]
        prize = visit["prize"]
        # several windows are several clients of which one is served
        group = len(groups) if len(windows) > 1 else None
        for window in windows:
            clients.append(
                Client(
                    visit["place"],
                    delivery=[visit["load"]],
                    service_duration=visit["service"],
                    tw_early=max(window[0], 0),
                    tw_late=window[1],
                    prize=prize or 0,
                    required=prize is None and group is None,
                    group=group,
                )
            )
            origin.append(i)
        if group is not None:
            members = list(range(len(clients) - len(windows), len(clients)))
            groups.append(ClientGroup(members, required=prize is None))
    of_rep, keys = classes(reps, visits)
    cost = numpy.array(problem["cost"], dtype=numpy.int64).reshape(n, n)
    times = numpy.array(problem["time"], dtype=numpy.int64).reshape(n, n)
    profiles = sorted({banned for _, banned in keys})
    costs, durations = [], []
    for banned in profiles:
        own = [cost.copy(), times.copy()]
        for i in banned:
            for matrix in own:
                matrix[visits[i]["place"], :] = FAR
                matrix[:, visits[i]["place"]] = FAR
                matrix[visits[i]["place"], visits[i]["place"]] = 0
        costs.append(own[0])
        durations.append(own[1])
    types = []
    for number, (text, banned) in enumerate(keys):
        rep = json.loads(text)
        home = homes.index(rep["place"])
        types.append(
            VehicleType(
                of_rep.count(number),
                capacity=[rep["capacity"]],
                start_depot=home,
                end_depot=home,
                tw_early=rep["shift"][0],
                tw_late=rep["shift"][1],
                shift_duration=rep["max_work"] or NO_LIMIT,
                profile=profiles.index(banned),
            )
        )
    locations = [Location(i % 1000, i // 1000) for i in range(n)]
    data = ProblemData(locations, clients, depots, types, costs, durations, groups)
    started = time.process_time()
    is_over = lambda _cost: time.process_time() - started > seconds
    found = solve(data, is_over, seed=1, display=False)
    used = time.process_time() - started
    if not found.is_feasible():
        return None, used
    free = [[rep for rep, own in enumerate(of_rep) if own == number] for number in range(len(keys))]
    routes = [
        [free[route.vehicle_type()].pop(0), [origin[stop.idx] for stop in route if stop.is_client()]]
        for route in found.best.routes()
    ]
    return routes, used


def vroom(problem, seconds):
    import tempfile

    import vroom

    n, visits, reps = problem["places"], problem["visits"], problem["reps"]
    rows = lambda flat: [flat[i * n : (i + 1) * n] for i in range(n)]
    of_rep, keys = classes(reps, visits)
    restricted = {i: f for f, i in enumerate(sorted({i for _, banned in keys for i in banned}))}
    job = lambda i, visit: {
        "id": i,
        "location_index": visit["place"],
        "service": visit["service"],
        "delivery": [visit["load"]],
        "time_windows": visit["windows"],
        "skills": [restricted[i] + 1] if i in restricted else [],
    }
    vehicle = lambda i, rep: {
        "id": i,
        "start_index": rep["place"],
        "end_index": rep["place"],
        "capacity": [rep["capacity"]],
        "time_window": rep["shift"],
        "skills": [f + 1 for v, f in restricted.items() if v not in keys[of_rep[i]][1]],
        "breaks": [
            {"id": b, "time_windows": pause["windows"], "service": pause["duration"]}
            for b, pause in enumerate(rep["breaks"])
        ],
    }
    text = {
        "jobs": [job(i, visit) for i, visit in enumerate(visits)],
        "vehicles": [vehicle(i, rep) for i, rep in enumerate(reps)],
        "matrices": {"car": {"durations": rows(problem["time"]), "costs": rows(problem["cost"])}},
    }
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(text, file)
        file.flush()
        task = vroom.Input.from_json(file.name)
    started = time.process_time()
    found = task.solve(exploration_level=5, nb_threads=1, timeout=timedelta(seconds=seconds))
    used = time.process_time() - started
    routes = [
        [route["vehicle"], [step["id"] for step in route["steps"] if step["type"] == "job"]]
        for route in found.to_dict()["routes"]
    ]
    return routes, used


def ortools(problem, seconds):
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    n, visits, reps = problem["places"], problem["visits"], problem["reps"]
    homes = sorted({rep["place"] for rep in reps})
    places = [visit["place"] for visit in visits] + homes
    service = [visit["service"] for visit in visits] + [0] * len(homes)
    load = [visit["load"] for visit in visits] + [0] * len(homes)
    ends = [len(visits) + homes.index(rep["place"]) for rep in reps]
    manager = pywrapcp.RoutingIndexManager(len(places), len(reps), ends, ends)
    routing = pywrapcp.RoutingModel(manager)
    cost, times = problem["cost"], problem["time"]
    matrix = [[cost[a * n + b] for b in places] for a in places]
    way = [[times[a * n + b] + service[i] for b in places] for i, a in enumerate(places)]
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(matrix))
    latest = max(rep["shift"][1] for rep in reps)
    routing.AddDimension(routing.RegisterTransitMatrix(way), latest, latest, False, "time")
    clock = routing.GetDimensionOrDie("time")
    demand = routing.RegisterUnaryTransitVector(load)
    routing.AddDimensionWithVehicleCapacity(demand, 0, [r["capacity"] for r in reps], True, "load")
    mandatory = 10 * max(cost)
    for i, visit in enumerate(visits):
        index = manager.NodeToIndex(i)
        windows = sorted(visit["windows"])
        clock.CumulVar(index).SetRange(max(windows[0][0], 0), min(windows[-1][1], latest))
        for (_, closes), (opens, _) in zip(windows, windows[1:]):
            clock.CumulVar(index).RemoveInterval(closes + 1, opens - 1)
        routing.AddDisjunction([index], mandatory if visit["prize"] is None else visit["prize"])
        if visit["allowed"] is not None:
            routing.VehicleVar(index).SetValues([-1, *visit["allowed"]])
    for i, rep in enumerate(reps):
        clock.CumulVar(routing.Start(i)).SetRange(*rep["shift"])
        clock.CumulVar(routing.End(i)).SetRange(*rep["shift"])
        if rep["max_work"] is not None:
            clock.SetSpanUpperBoundForVehicle(rep["max_work"], i)
        pauses = [
            routing.solver().FixedDurationIntervalVar(
                pause["windows"][0][0], pause["windows"][0][1], pause["duration"], False, f"pause {i} {b}"
            )
            for b, pause in enumerate(rep["breaks"])
        ]
        if pauses:
            stay = [service[manager.IndexToNode(index)] for index in range(routing.Size())]
            clock.SetBreakIntervalsOfVehicle(pauses, i, stay)
    how = pywrapcp.DefaultRoutingSearchParameters()
    how.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    how.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    how.time_limit.FromMilliseconds(int(seconds * 1000))
    routing.CloseModelWithParameters(how)
    started = time.process_time()
    found = routing.SolveWithParameters(how)
    used = time.process_time() - started
    if found is None:
        return None, used
    routes = []
    for rep in range(len(reps)):
        order, index = [], found.Value(routing.NextVar(routing.Start(rep)))
        while not routing.IsEnd(index):
            order.append(manager.IndexToNode(index))
            index = found.Value(routing.NextVar(index))
        if order:
            routes.append([rep, order])
    return routes, used


def main():
    problem, seconds = json.load(sys.stdin), float(sys.argv[2])
    peer = {"pyvrp": pyvrp, "vroom": vroom, "ortools": ortools}[sys.argv[1]]
    try:
        routes, used = peer(problem, seconds)
    except ImportError as absent:
        sys.exit(f"{absent}")
    print(json.dumps({"routes": routes, "seconds": used}))


main()
