using Catalog.Web.Formatting;
using Catalog.Web.Queries.Runs;
using Catalog.Web.ViewModels;
using FeatureStore.Model;

namespace Catalog.Web.TrainingSets;

/// <summary>How training sets are called, drawn and reached.</summary>
public static class TrainingSetWords
{
    public const string Icon = "file-spreadsheet";

    public const string ListHref = "/training-sets";

    public static string HrefOf(string name) => $"{ListHref}/{Uri.EscapeDataString(name)}";

    /// <summary>Where a new one is asked for.</summary>
    public static string NewHrefOf(string? service = null, string? view = null) => Addresses.Of(ListHref + "/new", ("service", service), ("view", view));

    /// <summary>Where its entity frame is read.</summary>
    public static string FrameHrefOf(string name) => $"/api/v1/training-sets/{Uri.EscapeDataString(name)}/frame";

    /// <summary>Where the whole of it is read, or one part.</summary>
    public static string DownloadHrefOf(string name, TrainingSetFormat format, string? split = null)
        => $"/api/v1/training-sets/{Uri.EscapeDataString(name)}/download?format={format.ToString().ToLowerInvariant()}{(split is null ? string.Empty : $"&split={Uri.EscapeDataString(split)}")}";

    /// <summary>What decides the part of a row.</summary>
    public static string SplitsOf(TrainingSetSplits splits) => splits.Kind switch
    {
        SplitKind.Time => "by time",
        SplitKind.Key => $"by {string.Join(", ", splits.Keys)}, seed {splits.Seed}",
        _ => $"by ratio, seed {splits.Seed}",
    };

    public static string StateOf(TrainingSetState state) => state switch
    {
        TrainingSetState.Queued => RunWords.Queued,
        TrainingSetState.Running => "Building",
        TrainingSetState.Completed => "Complete",
        TrainingSetState.Failed => "Failed",
        _ => "Cancelled",
    };

    public static Status StatusOf(TrainingSet set) => set.State switch
    {
        TrainingSetState.Running => Status.Running,
        TrainingSetState.Completed => Status.Fresh,
        TrainingSetState.Failed => Status.Failed,
        _ => Status.Unknown,
    };

    /// <summary>What it is made of: the service, or the views of its features.</summary>
    public static string SubjectOf(TrainingSetDefinition definition)
        => definition.FeatureService ?? string.Join(", ", ViewsOf(definition));

    /// <summary>The names of the views that it is made of, each once: those of its features, and those that were read for them.</summary>
    public static IEnumerable<string> ViewsOf(TrainingSet set) => ViewsOf(set.Definition).Concat(set.Views.Select(static read => read.View)).Distinct(StringComparer.Ordinal);

    /// <summary>The names of the views of its features, each once.</summary>
    public static IEnumerable<string> ViewsOf(TrainingSetDefinition definition)
        => definition.Features.Select(static feature => feature.Split(':', '@')[0]).Distinct(StringComparer.Ordinal);
}
