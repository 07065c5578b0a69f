"""Valhalla (PyPI pyvalhalla) on the points of the road benchmark, one thread.

Arguments: EXTRACT.osm.pbf POINTS FOLDER. Builds the tiles in FOLDER, then prints "name value"
lines: milliseconds, and megabytes for the peak of the build.
"""

import json
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import valhalla
from valhalla.config import get_config

extract, points_file, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
tiles = folder / "tiles"
shutil.rmtree(tiles, ignore_errors=True)
tiles.mkdir(parents=True)

config = get_config(tile_extract="", tile_dir=str(tiles), verbose=False)
config["mjolnir"]["concurrency"] = 1
config["mjolnir"].pop("tile_extract", None)
limits = config["service_limits"]["auto"]
limits["max_matrix_location_pairs"] = 1_000_000
limits["max_matrix_distance"] = limits["max_distance"] = 5_000_000
limits["max_locations"] = 2_000
config_file = folder / "valhalla.json"
config_file.write_text(json.dumps(config))


def milliseconds(work):
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


build = Path(valhalla.__file__).parent / "bin" / "valhalla_build_tiles"
build_ms = milliseconds(
    lambda: subprocess.run(
        [build, "-c", config_file, "-j", "1", extract], check=True, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
)
print("build_ms", build_ms)
print("build_mb", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, flush=True)

actor = valhalla.Actor(str(config_file))
points = [line.split() for line in Path(points_file).read_text().splitlines()]
places = [{"lon": float(lng), "lat": float(lat)} for lng, lat in points]


def matrix(n):
    request = {"sources": places[:n], "targets": places[:n], "costing": "auto"}
    return lambda: actor.matrix(json.dumps(request))


def isochrone(place):
    request = {
        "locations": [place], "costing": "auto", "contours": [{"time": 30}], "polygons": True,
    }
    return lambda: actor.isochrone(json.dumps(request))


matrix(10)()
print("matrix_100_ms", statistics.median(milliseconds(matrix(100)) for _ in range(3)))
print("isochrone_ms", statistics.median(milliseconds(isochrone(p)) for p in places[:9]))
