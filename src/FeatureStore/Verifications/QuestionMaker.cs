using System.Buffers;
using System.Runtime.CompilerServices;
using Catalog.Core.Values;
using FeatureStore.Erasures;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Proof;
using FeatureStore.Retention;
using FeatureStore.Rows;

namespace FeatureStore.Verifications;

/// <summary>Makes questions of the lookups that can be compared; the others are counted with their reasons.</summary>
/// <param name="view">The view version.</param>
/// <param name="shapes">The shapes, in the order of the sweep.</param>
/// <param name="end">One past the last sequence in the offline files.</param>
/// <param name="oneSided">Keys with events in one store only.</param>
/// <param name="erased">Tells which keys were erased; null where none was.</param>
/// <param name="horizon">Before which events may be gone; null when all are there.</param>
/// <param name="tally">Counts what cannot be compared.</param>
internal sealed class QuestionMaker(
    FeatureView view, IReadOnlyList<LookupShape> shapes, long end, IReadOnlyDictionary<EntityKey, long> oneSided, ErasedRows? erased, OfflineHorizon? horizon, ViewTally tally)
{
    private readonly Dictionary<LookupShape, int> _places = shapes.Index().ToDictionary(static entry => entry.Item, static entry => entry.Index);
    private readonly Dictionary<LookupShape, Feature[]> _features = shapes.ToDictionary(
        static shape => shape, shape => view.Features.Where(feature => shape.Features.Contains(feature.Name, StringComparer.Ordinal)).ToArray());
    private readonly ArrayBufferWriter<byte> _body = new(1024);

    internal async IAsyncEnumerable<ProofQuestion> MakeAsync(LoggedRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var lookup in range.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (ReasonAgainst(lookup) is { } reason)
            {
                tally.Skip(reason);
                continue;
            }

            _body.ResetWrittenCount();
            LookupCodec.WriteLookup(_body, _places[lookup.Shape], lookup);
            var (body, key) = (_body.WrittenSpan.ToArray(), KeyOf(lookup));
            foreach (var bound in Enumerable.Range(0, lookup.Seen.Length).Select(lookup.BoundOf).Distinct())
            {
                yield return new ProofQuestion(lookup.Number, key, bound, lookup.Time.UnixMicroseconds, body);
            }
        }
    }

    private string? ReasonAgainst(LoggedLookup lookup) => lookup.IsStale ? NotComparedReason.Stale
        : lookup.IsWrittenDirectly ? NotComparedReason.WrittenDirectly
        : !lookup.IsProvable ? NotComparedReason.ProgressUnknown
        : erased is not null && erased.Has(KeyOf(lookup), lookup.Time) ? NotComparedReason.Erased
        : !KeptHistory.Answers(horizon, _features[lookup.Shape], lookup.Time, Instant.MaxValue, FirstBoundOf(lookup)) ? NotComparedReason.HistoryNotKept
        : lookup.LastBound >= end ? NotComparedReason.NotOffline
        : oneSided.TryGetValue(lookup.Key, out var since) && since <= lookup.LastBound ? NotComparedReason.OneStoreOnly
        : null;

    /// <summary>Up to which sequence each of its rows knew the events.</summary>
    private static long FirstBoundOf(LoggedLookup lookup) => Enumerable.Range(0, lookup.Seen.Length).Min(lookup.BoundOf);

    private Value[] KeyOf(LoggedLookup lookup)
    {
        var parts = lookup.Key.Decode().ToDictionary(static part => part.Key, static part => part.Value, StringComparer.Ordinal);
        return [.. view.Entities.Select(entity => parts[entity.JoinKey])];
    }
}
