using Lineage.Model;

namespace Lineage.Ingest;

/// <summary>
/// What a set of events says, as records to be merged into a store. The records of all events that there ever were are the whole
/// state: a store holds nothing else and needs no other rule than <see cref="IMergeable{TSelf}.Merge"/>.
/// </summary>
public sealed class LineageChanges
{
    /// <summary>Jobs that were named.</summary>
    public RecordSet<JobRecord> Jobs { get; } = new();

    /// <summary>Runs that were named.</summary>
    public RecordSet<RunRecord> Runs { get; } = new();

    /// <summary>Datasets that were named anywhere.</summary>
    public RecordSet<DatasetRecord> Datasets { get; } = new();

    /// <summary>Inputs and outputs of runs.</summary>
    public RecordSet<RunDatasetRecord> RunDatasets { get; } = new();

    /// <summary>Schemas of datasets.</summary>
    public RecordSet<SchemaRecord> Schemas { get; } = new();

    /// <summary>Observed edges.</summary>
    public RecordSet<EdgeRecord> Edges { get; } = new();

    /// <summary>Declared edges.</summary>
    public RecordSet<DeclaredLineage> Declarations { get; } = new();

    /// <summary>Column lineage.</summary>
    public RecordSet<ColumnLineage> Columns { get; } = new();

    /// <summary>The changes of some events.</summary>
    public static LineageChanges Of(IEnumerable<LineageEvent> events)
    {
        var changes = new LineageChanges();
        foreach (var lineageEvent in events)
        {
            changes.Add(lineageEvent);
        }

        return changes;
    }

    /// <summary>Adds the changes of one more event.</summary>
    public void Add(LineageEvent lineageEvent) => new EventInterpreter(lineageEvent, this).Interpret();
}
