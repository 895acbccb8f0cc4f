using System.ComponentModel.DataAnnotations;

namespace Catalog.Web.Composition;

/// <summary>Settings of the whole process, section <c>Catalog</c>.</summary>
public sealed class CatalogOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Catalog";

    /// <summary>
    /// Folder that holds everything this process keeps: catalogue database, event log, online store, Parquet files, spooled uploads. Default: <c>catalog</c> in the
    /// user's local application data folder (on Linux <c>~/.local/share/catalog</c>). One process locks it.
    /// </summary>
    [Required]
    public string DataDirectory { get; set; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "catalog");

    /// <summary>What this process does: any of <c>serve</c>, <c>work</c> and <c>schedule</c>. Default: all three.</summary>
    [MinLength(1)]
    public string[] Roles { get; set; } = [];

    /// <summary>Whether an empty catalogue is filled with the sample definitions and their data at start. Default: true.</summary>
    public bool LoadSamples { get; set; } = true;

    /// <summary>Folder of the samples. Default: <c>samples</c> beside the program.</summary>
    [Required]
    public string SamplesDirectory { get; set; } = Path.Combine(AppContext.BaseDirectory, "samples");
}
