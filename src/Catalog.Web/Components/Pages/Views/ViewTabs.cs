using Catalog.Web.Formatting;
using Catalog.Web.Queries;

namespace Catalog.Web.Components.Pages.Views;

/// <summary>The tabs of a feature view's page and their parts of the address.</summary>
internal static class ViewTabs
{
    internal const string Contract = "contract";
    internal const string Quality = "quality";
    internal const string Proof = "proof";
    internal const string TrainingData = "training-data";
    internal const string Versions = "versions";
    internal const string Yaml = "yaml";

    internal static readonly string[] All = [Contract, Quality, TrainingData, Proof, Versions, Yaml];

    /// <summary>Those that have something to show.</summary>
    internal static IReadOnlyList<ViewTab> Of(ViewPage page, int checks)
    {
        var tabs = new List<ViewTab> { new(null, "Overview", page.Href, null) };
        AddIf(page.Contract is not null, Contract, "Contract", page.Contract?.Version is { } version ? "v" + version : null);
        AddIf(checks > 0, Quality, "Quality", Numbers.Count(checks));
        AddIf(page.View.Offline, TrainingData, "Training data", null);
        AddIf(page.View is { Online: true, Offline: true }, Proof, "Proof", null);
        AddIf(true, Versions, "Versions", Numbers.Count(page.Definition.Number));
        AddIf(true, Yaml, "YAML", null);
        return tabs;

        void AddIf(bool shows, string name, string label, string? count)
        {
            if (shows)
            {
                tabs.Add(new ViewTab(name, label, $"{page.Href}/{name}", count));
            }
        }
    }
}

/// <summary>One tab.</summary>
/// <param name="Name">Its part of the address; null for the first.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Href">Its address.</param>
/// <param name="Count">A number or version in grey; null for none.</param>
internal sealed record ViewTab(string? Name, string Label, string Href, string? Count);
