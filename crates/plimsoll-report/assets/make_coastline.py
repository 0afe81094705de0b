#!/usr/bin/env python3
"""Makes coastline.geojson from Natural Earth, as packed in the npm package world-atlas.

    python3 make_coastline.py                 # downloads the package through npm
    python3 make_coastline.py world-atlas-2.0.2.tgz

Only the standard library is used. See README.md beside this file.
"""

import io
import json
import math
import pathlib
import subprocess
import sys
import tarfile
import tempfile

PACKAGE = "world-atlas@2.0.2"
OUTPUT = pathlib.Path(__file__).with_name("coastline.geojson")
LIMIT_BYTES = 200_000

# name, file, [west, south, east, north] in degrees, tolerance of simplification in degrees of latitude,
# least area of an island in square degrees, decimals kept.
WINDOWS = [
    ("world", "land-110m.json", None, 0.13, 0.0, 2),
    ("kerguelen", "land-10m.json", [68.0, -50.2, 71.0, -48.0], 0.0006, 0.0, 3),
    ("british-columbia", "land-10m.json", [-134.0, 46.8, -118.0, 55.6], 0.0057, 0.0006, 3),
    ("vancouver", "land-10m.json", [-123.7, 48.9, -122.4, 49.6], 0.0004, 0.0, 4),
    ("kitimat", "land-10m.json", [-129.5, 53.3, -128.2, 54.3], 0.0004, 0.0, 4),
    ("east-sea-and-korea", "land-10m.json", [123.0, 33.0, 136.0, 44.0], 0.007, 0.0006, 3),
    ("vostochny", "land-10m.json", [132.2, 42.3, 133.8, 43.4], 0.0004, 0.0, 4),
]


def package_bytes(arguments):
    """The package as a .tgz: from a file, or fetched by npm."""
    if arguments:
        return pathlib.Path(arguments[0]).read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        name = subprocess.run(
            ["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, capture_output=True, text=True
        ).stdout.strip()
        return (pathlib.Path(folder) / name).read_bytes()


def rings(topology):
    """Decodes the object `land` of a TopoJSON topology: a list of polygons, each a list of rings."""
    kx, ky = topology["transform"]["scale"]
    dx, dy = topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            line.append((x * kx + dx, y * ky + dy))
        arcs.append(line)

    def ring(indices):
        points = []
        for index in indices:
            line = arcs[index] if index >= 0 else arcs[~index][::-1]
            points.extend(line if not points else line[1:])
        return points

    polygons = []

    def collect(geometry):
        if geometry["type"] == "GeometryCollection":
            for part in geometry["geometries"]:
                collect(part)
        elif geometry["type"] == "Polygon":
            polygons.append([ring(r) for r in geometry["arcs"]])
        elif geometry["type"] == "MultiPolygon":
            polygons.extend([ring(r) for r in polygon] for polygon in geometry["arcs"])

    collect(topology["objects"]["land"])
    return polygons


def area(ring):
    """Signed area in square degrees; positive if counter-clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1])) / 2


def clip(ring, box):
    """The part of a ring inside a box (Sutherland and Hodgman 1974)."""
    west, south, east, north = box
    edges = [(0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)]
    for axis, limit, sign in edges:
        inside = lambda p: (p[axis] - limit) * sign >= 0
        out = []
        for a, b in zip(ring[-1:] + ring[:-1], ring):
            if inside(a) != inside(b):
                t = (limit - a[axis]) / (b[axis] - a[axis])
                out.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
            if inside(b):
                out.append(b)
        ring = out
        if not ring:
            return []
    return ring


def unrolled(ring):
    """The ring without jumps at the 180th meridian: longitudes may leave [-180, 180]. A ring about a pole is
    closed along that pole's parallel."""
    out = [ring[0]]
    for x, y in ring[1:]:
        last = out[-1][0]
        out.append((last + (x - last + 180) % 360 - 180, y))
    turn = round((out[-1][0] - out[0][0]) / 360)
    if turn:
        pole = -90.0 if out[0][1] < 0 else 90.0
        return out + [(out[-1][0], pole), (out[0][0], pole)]
    return out[:-1]


def cut_at_180(ring):
    """The parts of an unrolled ring on each turn of the Earth, each within [-180, 180] (RFC 7946, section 3.1.9)."""
    parts = []
    for turn in (-360.0, 0.0, 360.0):
        part = clip(ring, [turn - 180.0, -90.0, turn + 180.0, 90.0])
        if len(part) >= 3:
            parts.append([(x - turn, y) for x, y in part])
    return parts


def simplify(line, tolerance, cos_lat):
    """Douglas and Peucker 1973, with longitude shortened to the scale of latitude."""
    keep = [False] * len(line)
    keep[0] = keep[-1] = True
    stack = [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        ax, ay = line[first][0] * cos_lat, line[first][1]
        bx, by = line[last][0] * cos_lat, line[last][1]
        length = math.hypot(bx - ax, by - ay)
        worst, at = 0.0, None
        for i in range(first + 1, last):
            px, py = line[i][0] * cos_lat - ax, line[i][1] - ay
            if length == 0:
                distance = math.hypot(px, py)
            else:
                distance = abs((bx - ax) * py - (by - ay) * px) / length
            if distance > worst:
                worst, at = distance, i
        if at is not None and worst > tolerance:
            keep[at] = True
            stack += [(first, at), (at, last)]
    return [p for p, k in zip(line, keep) if k]


def simplify_ring(ring, tolerance, cos_lat):
    """A ring has no ends: it is cut at its first corner and the corner farthest from it."""
    if tolerance == 0:
        return ring
    x0, y0 = ring[0]
    far = max(range(len(ring)), key=lambda i: ((ring[i][0] - x0) * cos_lat) ** 2 + (ring[i][1] - y0) ** 2)
    halves = ring[: far + 1], ring[far:] + ring[:1]
    return simplify(halves[0], tolerance, cos_lat)[:-1] + simplify(halves[1], tolerance, cos_lat)[:-1]


def finished(ring, decimals):
    """Rounded, without doubled corners, counter-clockwise and closed (RFC 7946, section 3.1.6)."""
    points = []
    for x, y in ring:
        point = (round(x, decimals) + 0.0, round(y, decimals) + 0.0)
        if not points or points[-1] != point:
            points.append(point)
    while len(points) > 1 and points[0] == points[-1]:
        points.pop()
    if len(points) < 3 or area(points) == 0:
        return None
    if area(points) < 0:
        points.reverse()
    return split_long_sides(points + points[:1])


def split_long_sides(points):
    """A side along a pole spans 360 degrees: without corners between, no reader could tell which way it runs."""
    out = points[:1]
    for (ax, ay), (bx, by) in zip(points, points[1:]):
        parts = math.ceil(abs(bx - ax) / 90)
        out += [(ax + (bx - ax) * k / parts, ay + (by - ay) * k / parts) for k in range(1, parts)] + [(bx, by)]
    return out


def feature(name, box, polygons, tolerance, least_area, decimals):
    """One window as a feature. Lakes (inner rings) are left out: the map shows land and sea."""
    cos_lat = 1.0 if box is None else math.cos(math.radians((box[1] + box[3]) / 2))
    out = []
    for polygon in polygons:
        for ring in cut_at_180(unrolled(polygon[0])):
            ring = ring if box is None else clip(ring, box)
            if len(ring) < 3 or abs(area(ring)) < least_area:
                continue
            ring = finished(simplify_ring(ring, tolerance, cos_lat), decimals)
            if ring:
                out.append([ring])
    out.sort(key=lambda polygon: -abs(area(polygon[0][:-1])))
    return {
        "type": "Feature",
        "properties": {"window": name, "scale": "1:110 million" if box is None else "1:10 million"},
        "bbox": box or [-180.0, -90.0, 180.0, 90.0],
        "geometry": {"type": "MultiPolygon", "coordinates": out},
    }


def main():
    with tarfile.open(fileobj=io.BytesIO(package_bytes(sys.argv[1:]))) as package:
        topologies = {
            file: json.load(package.extractfile(f"package/{file}"))
            for file in sorted({window[1] for window in WINDOWS})
        }
    features = []
    for name, file, box, tolerance, least_area, decimals in WINDOWS:
        one = feature(name, box, rings(topologies[file]), tolerance, least_area, decimals)
        text = json.dumps(one, separators=(",", ":")).replace(".0,", ",").replace(".0]", "]")
        points = sum(len(p[0]) for p in one["geometry"]["coordinates"])
        print(f"{name}: {points} points, {len(text)} bytes", file=sys.stderr)
        features.append(text)
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"
    if len(text) > LIMIT_BYTES:
        sys.exit(f"{len(text)} bytes, expected at most {LIMIT_BYTES}: raise a tolerance")
    OUTPUT.write_text(text)
    print(f"{OUTPUT.name}: {len(text)} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
