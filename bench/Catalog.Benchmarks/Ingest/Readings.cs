using System.Globalization;
using System.Text;

namespace Catalog.Benchmarks.Ingest;

/// <summary>Records of a topic: a reading of a vehicle each, as JSON of about 120 bytes. Follows from the number of the record alone, and from the moment of the run.</summary>
internal static class Readings
{
    internal const string Topic = "readings";
    internal const string View = "driving";
    internal const int Partitions = 4;
    internal const int Vehicles = 10_000;

    /// <summary>The first vehicle that no record of the load is of; the probes use one each from there on.</summary>
    internal const long FirstProbe = 1_000_000;

    internal static long VehicleOf(long number) => (number * 7_919) % Vehicles;

    internal static int PartitionOf(long vehicle) => (int)(vehicle % Partitions);

    internal static byte[] Key(long vehicle) => Encoding.UTF8.GetBytes(vehicle.ToString(CultureInfo.InvariantCulture));

    internal static byte[] Value(long number, long vehicle, DateTime at) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"reading": {{number}}, "vehicle": {{vehicle}}, "at": "{{at:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}}", "speed": {{number % 900 / 10.0}}, "fuel": {{number % 61 / 60.0}}, "zone": "z{{number % 37}}"}"""));

    /// <summary>A contract with seven checks, the source, and a view of five windowed features.</summary>
    internal static string Definitions(bool isFilled) => isFilled ? SourceDefinitions + ViewDefinition : SourceDefinitions;

    private const string SourceDefinitions = """
        kind: Domain
        name: fleet
        owner: fleet-ops
        ---
        kind: Team
        name: fleet-ops
        contact: fleet-ops@example.com
        members: [ana]
        ---
        apiVersion: v3.1.0
        kind: DataContract
        id: readings
        name: readings
        version: 1.0.0
        status: active
        schema:
          - name: readings
            properties:
              - {name: vehicle_id, logicalType: integer, required: true}
              - {name: read_at, logicalType: timestamp, required: true}
              - {name: speed, logicalType: number, required: true, logicalTypeOptions: {minimum: 0, maximum: 200}}
              - {name: fuel, logicalType: number, logicalTypeOptions: {minimum: 0, maximum: 1.1}}
              - {name: zone, logicalType: string, logicalTypeOptions: {maxLength: 10}}
        ---
        kind: Entity
        name: vehicle_id
        domain: fleet
        owner: fleet-ops
        type: int64
        ---
        kind: Source
        name: readings
        domain: fleet
        owner: fleet-ops
        contract: readings
        topic: {name: readings, connection: bench}
        timestamp: read_at
        key: [vehicle_id]
        allowed_lateness: 1h
        max_ahead: 1h
        columns:
          - {name: vehicle_id, from: vehicle, type: int64}
          - {name: read_at, from: at, type: timestamp}
          - {name: speed, type: double}
          - {name: fuel, type: double}
          - {name: zone, type: string}
        """;

    private const string ViewDefinition = """

        ---
        kind: FeatureView
        name: driving
        domain: fleet
        owner: fleet-ops
        entities: [vehicle_id]
        source: readings
        features:
          - {name: readings_1h, aggregate: count, window: 1h}
          - {name: speed_1h, aggregate: avg, of: speed, window: 1h}
          - {name: top_speed_1d, aggregate: max, of: speed, window: 1d}
          - {name: fuel_1d, aggregate: min, of: fuel, window: 1d}
          - {name: distance_1d, aggregate: sum, of: speed, window: 1d}
        """;
}
