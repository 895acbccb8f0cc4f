using Catalog.Core.Model;
using Ingestion.Model;

namespace Ingestion.Ports;

/// <summary>The sources and contracts in force. Answers come from memory and never block. Thread-safe.</summary>
public interface ISourceRegistry
{
    /// <summary>All sources in their newest version, ordered by name.</summary>
    IReadOnlyList<Source> Sources { get; }

    /// <summary>The source of that name; null when there is none. With a version: that version, so that older log records stay readable.</summary>
    Source? FindSource(string name, int? version = null);

    /// <summary>The contract of that name; null when there is none.</summary>
    Contract? FindContract(string name);

    /// <summary>Counts applied changes.</summary>
    long Stamp { get; }
}
