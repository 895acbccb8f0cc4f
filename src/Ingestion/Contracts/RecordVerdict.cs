using Ingestion.Model;

namespace Ingestion.Contracts;

/// <summary>Collects what the rules say about one record. Used again for the next one.</summary>
internal sealed class RecordVerdict
{
    /// <summary>What refuses the record.</summary>
    internal List<Violation> Errors { get; } = [];

    /// <summary>Rules of severity warning that it breaks.</summary>
    internal List<string> Warnings { get; } = [];

    /// <summary>Rules that could not be decided, whatever their severity.</summary>
    internal List<string> Undecided { get; } = [];

    internal void Clear()
    {
        Errors.Clear();
        Warnings.Clear();
        Undecided.Clear();
    }
}
