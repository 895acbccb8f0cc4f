using Ingestion.Batches;
using Ingestion.Contracts;
using Ingestion.Conversions;
using Ingestion.Events;
using Ingestion.Model;

namespace Ingestion.Pushes;

/// <summary>A source that takes pushes, with its contract compiled. Immutable, thread-safe.</summary>
/// <param name="Target">The source and its contract.</param>
/// <param name="Contract">The compiled contract.</param>
internal sealed record PushTarget(IngestionTarget Target, ContractChecker Contract)
{
    internal Source Source => Target.Source;

    /// <summary>The names under which pushed events carry the columns.</summary>
    internal IReadOnlyList<string> Names { get; } = [.. Target.Source.Columns.Select(static column => RecordConverter.NameOf(column, OriginKind.Push))];

    /// <summary>A checker for the events of one push.</summary>
    internal RecordChecker MakeChecker(EventTargets targets, TimeProvider clock)
        => new(Source, Contract, RecordConverter.Create(Source, OriginKind.Push, Names), targets, clock);
}
