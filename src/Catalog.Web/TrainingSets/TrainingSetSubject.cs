using Catalog.Definitions.Model;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;

namespace Catalog.Web.TrainingSets;

/// <summary>What a training set is made of: a feature service, or all features of a view.</summary>
/// <param name="Key">How a choice and an address name it: <c>service:NAME</c> or <c>view:NAME</c>.</param>
/// <param name="Service">The feature service; null for a view.</param>
/// <param name="Features">Feature references; empty for a service.</param>
/// <param name="Needs">The views that are read with the names under which their join keys are given, and the request values.</param>
public sealed record TrainingSetSubject(string Key, string? Service, IReadOnlyList<string> Features, ServiceNeeds Needs)
{
    private const string ServicePrefix = "service:";
    private const string ViewPrefix = "view:";

    private static readonly IReadOnlyDictionary<string, string> SameKeys = new Dictionary<string, string>();

    public static string KeyOfService(string name) => ServicePrefix + name;

    public static string KeyOfView(string name) => ViewPrefix + name;

    /// <summary>All that can be chosen: services first, then the views that keep a history.</summary>
    public static IReadOnlyList<Choice> Choices(DefinitionSet definitions) =>
    [
        .. definitions.Services.Select(static service => new Choice(KeyOfService(service.Name), service.Name, "Feature services")),
        .. definitions.Views.Where(static view => view.Offline).Select(static view => view.Name).Concat(definitions.OnDemandViews.Select(static view => view.Name))
            .Select(static name => new Choice(KeyOfView(name), name, "All features of a view")),
    ];

    /// <summary>The subject of a key; null when there is none.</summary>
    public static TrainingSetSubject? Find(DefinitionSet definitions, string? key)
    {
        if (key?.StartsWith(ServicePrefix, StringComparison.Ordinal) == true)
        {
            var service = definitions.Services.FirstOrDefault(service => service.Name == key[ServicePrefix.Length..]);
            return service is null ? null : new TrainingSetSubject(key, service.Name, [], ServiceNeeds.Of(definitions, service));
        }

        var name = key?.StartsWith(ViewPrefix, StringComparison.Ordinal) == true ? key[ViewPrefix.Length..] : null;
        return name is null || key is null ? null
            : definitions.FindView(name) is { } view ? new TrainingSetSubject(key, null, [.. view.Features.Select(feature => $"{name}:{feature.Name}")], new ServiceNeeds([(view, SameKeys)], []))
            : definitions.FindOnDemandView(name) is { } onDemand ? new TrainingSetSubject(key, null, [.. onDemand.Features.Select(feature => $"{name}:{feature.Name}")], ServiceNeeds.Of(definitions, onDemand))
            : null;
    }
}
