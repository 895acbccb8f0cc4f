using System.Runtime.CompilerServices;
using FeatureStore.Ports;
using FeatureStore.Proof;

namespace FeatureStore.Verifications;

/// <summary>The logged lookups of one view version that a request is about.</summary>
internal sealed class LoggedRange(ILookupLog log, VerificationRequest request, IReadOnlyList<LookupShape> shapes, long first, long end)
{
    /// <summary>Their shapes.</summary>
    internal IReadOnlyList<LookupShape> Shapes => shapes;

    internal async IAsyncEnumerable<LoggedLookup> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wanted = shapes.ToHashSet();
        await foreach (var lookup in log.ReadAsync(first, end, wanted.Contains, cancellationToken).ConfigureAwait(false))
        {
            if (request.Includes(lookup.Time))
            {
                yield return lookup;
            }
        }
    }

    /// <summary>Counts all of them as not compared.</summary>
    internal async Task SkipAsync(ViewTally tally, string reason, CancellationToken cancellationToken)
    {
        await foreach (var _ in ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            tally.Skip(reason);
        }
    }
}
