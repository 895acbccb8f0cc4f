namespace Catalog.Web.ViewModels;

/// <summary>The sidebar, which also feeds the palette and the keys. An entry is added when its page exists.</summary>
public static class Navigation
{
    public static readonly IReadOnlyList<NavigationSection> Sections =
    [
        new(null,
        [
            new(FrameEntry.Home, "Home", "/", "house", 'h'),
            new(FrameEntry.Search, "Search", "/search", "search", null),
        ]),
        new("Catalogue",
        [
            new(FrameEntry.Products, "Data products", "/products", "package", 'p'),
            new(FrameEntry.Views, "Feature views", "/views", "table-2", 'v'),
            new(FrameEntry.TrainingSets, "Training sets", "/training-sets", "file-spreadsheet", 't'),
            new(FrameEntry.Sources, "Sources", "/sources", "radio-tower", 's'),
            new(FrameEntry.Contracts, "Contracts", "/contracts", "file-check-2", null),
        ]),
        new("Flow",
        [
            new(FrameEntry.Lineage, "Lineage", "/lineage", "workflow", 'l'),
            new(FrameEntry.Runs, "Runs", "/runs", "activity", 'r'),
            new(FrameEntry.Quarantine, "Quarantine", "/quarantine", "shield-alert", 'q'),
        ]),
        new("Trust",
        [
            new(FrameEntry.Proof, "Proof", "/proof", "equal", null),
            new(FrameEntry.Checks, "Checks", "/checks", "list-checks", null),
            new(FrameEntry.Erasures, "Erasures", "/erasures", "eraser", null),
        ]),
        new("Access",
        [
            new(FrameEntry.Consumers, "Consumers", "/consumers", "key-round", null),
        ]),
    ];

    /// <summary>All entries from top to bottom.</summary>
    public static IEnumerable<NavigationEntry> Entries => Sections.SelectMany(section => section.Entries);

    /// <summary>The entry whose page, or a page below it, has the path <paramref name="path"/>; null when none has.</summary>
    public static NavigationEntry? At(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
        {
            return Entries.First();
        }

        // Both "/views" and "/{domain}/views/{name}" belong to the feature views.
        return Named(parts[0]) ?? (parts.Length > 1 ? Named(parts[1]) : null);
    }

    private static NavigationEntry? Named(string part) => Entries.FirstOrDefault(entry => entry.Href[1..] == part);
}
