using System.Globalization;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.MainJob;

/// <summary>The positions of the buses, eight partitions of them by bus, beside the purchases of <see cref="SharedShop"/>.</summary>
internal static class SharedFleet
{
    private const string Source = "positions";

    private const string Fleet = """
        kind: Domain
        name: fleet
        owner: fleet-team
        ---
        kind: Team
        name: fleet-team
        contact: fleet@example.com
        members: [ben]
        ---
        kind: Entity
        name: vehicle_id
        domain: fleet
        owner: fleet-team
        type: int64
        ---
        kind: Source
        name: positions
        domain: fleet
        owner: fleet-team
        format: csv
        timestamp: timestamp
        key: [vehicle_id]
        allowed_lateness: 1d
        max_ahead: 1d
        file_time_shift: SHIFTd
        columns:
          - {name: vehicle_id, type: int64}
          - {name: timestamp, type: timestamp}
          - {name: speed, type: double}
          - {name: route_id, type: int64}
          - {name: latitude, type: double}
          - {name: longitude, type: double}
        ---
        kind: FeatureView
        name: newest_position
        domain: fleet
        owner: fleet-team
        entities: [vehicle_id]
        source: positions
        features:
          - {name: latitude, type: double}
          - {name: longitude, type: double}
          - {name: route, type: int64, from: route_id}
        ---
        kind: FeatureView
        name: driving
        domain: fleet
        owner: fleet-team
        entities: [vehicle_id]
        source: positions
        features:
          - {name: mean_speed, aggregate: avg, of: speed, window: 360d}
          - {name: speed_spread, aggregate: stddev, of: speed, window: 360d}
          - {name: top_speed, aggregate: max, of: speed, window: 90d}
          - {name: routes, aggregate: count_distinct, of: route_id, window: 360d}
        """;

    /// <summary>Days that are at most a few months old once they are shifted, in the order in which they were recorded.</summary>
    /// <param name="isWhole">All days, not only two.</param>
    internal static SharedStream Stream(bool isWhole)
    {
        string[] files = [.. Directory.EnumerateFiles(Repository.SharedData("fleet/capmetrics"), "*.csv.gz").Order(StringComparer.Ordinal).Where(path => isWhole || DayOf(path) is { Year: 2016, Month: 3 or 5 })];
        var buses = files.SelectMany(CsvFile.Read).Select(static row => row["vehicle_id"]).Distinct().Order(StringComparer.Ordinal).Select(static bus => (object)long.Parse(bus, CultureInfo.InvariantCulture));
        var now = DateTime.UtcNow.Date;
        return new SharedStream(
            Source, ["newest_position", "driving"], "vehicle_id", [.. buses],
            ["newest_position:latitude", "newest_position:longitude", "newest_position:route", "driving:mean_speed", "driving:speed_spread", "driving:top_speed", "driving:routes"],
            files, [now.AddDays(-30), now]);
    }

    /// <summary>Writes the definitions; the last positions become those of yesterday.</summary>
    internal static void WriteDefinitions(string folder, SharedStream stream)
    {
        var shift = (DateTime.UtcNow.Date - DayOf(stream.Files[^1])).Days - 1;
        File.WriteAllText(Path.Combine(folder, "fleet.yaml"), Fleet.Replace("SHIFT", shift.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }

    private static DateTime DayOf(string path) => DateTime.ParseExact(Path.GetFileName(path)[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
