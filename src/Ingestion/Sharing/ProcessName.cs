using System.Globalization;

namespace Ingestion.Sharing;

/// <summary>How this process is called among those that share the work: machine and process id, so that people find it.</summary>
internal sealed class ProcessName
{
    internal string Value { get; } = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}");
}
