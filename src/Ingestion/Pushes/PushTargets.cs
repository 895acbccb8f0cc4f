using System.Collections.Concurrent;
using Ingestion.Batches;
using Ingestion.Contracts;
using Ingestion.Ports;
using Microsoft.Extensions.Options;

namespace Ingestion.Pushes;

/// <summary>Finds the sources that are pushed to; a contract is compiled once for each state of the definitions. Thread-safe.</summary>
internal sealed class PushTargets(ISourceRegistry registry, IOptions<IngestionOptions> options)
{
    private readonly ConcurrentDictionary<string, (long Stamp, PushTarget Target)> _known = new(StringComparer.Ordinal);

    /// <exception cref="IngestionException">The source or its contract does not exist, the source takes no pushes, or the contract does not fit.</exception>
    internal PushTarget Find(string source)
    {
        var stamp = registry.Stamp;
        if (_known.TryGetValue(source, out var known) && known.Stamp == stamp)
        {
            return known.Target;
        }

        var target = IngestionTarget.Find(registry, source, options.Value.PatternTimeout);
        if (!target.Source.AcceptsPush)
        {
            throw new IngestionException(
                IngestionErrorCode.InvalidPush, $"Source '{source}' takes no pushes. Upload a file, or set 'push: true' in the source.");
        }

        var compiled = new PushTarget(target, ContractCompiler.Compile(target.Source, target.Contract, options.Value.PatternTimeout));
        _known[source] = (stamp, compiled);
        return compiled;
    }
}
