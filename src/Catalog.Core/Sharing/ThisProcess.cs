using System.Globalization;

namespace Catalog.Core.Sharing;

/// <summary>How this process is known to the others over the same catalogue.</summary>
/// <param name="Id">The same after a restart over the same data folder, and never that of another process that runs.</param>
/// <param name="Name">Machine and process id, so that people find it.</param>
public sealed record ThisProcess(string Id, string Name)
{
    /// <summary>This process under an id.</summary>
    public static ThisProcess Of(string id) => new(id, string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}"));

    /// <summary>This process where nothing outlives it.</summary>
    public static ThisProcess Alone() => Of(Guid.CreateVersion7().ToString("N"));
}
