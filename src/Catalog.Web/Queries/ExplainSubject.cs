using System.Globalization;
using Catalog.Core.Model;
using Catalog.Definitions.Model;
using FeatureStore.Model;

namespace Catalog.Web.Queries;

/// <summary>The view, or on-demand view, whose values a page explains.</summary>
internal sealed record ExplainSubject
{
    public required string Name { get; init; }

    public required int Version { get; init; }

    public required string Domain { get; init; }

    /// <summary>Where its values are explained: the address of its page, with the version if the address of this page names one.</summary>
    public required string Href { get; init; }

    /// <summary>Address of its page.</summary>
    public required string Page { get; init; }

    /// <summary>Names of its features.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>The join keys and request values that a value of the feature needs.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Those of them that the request brings.</summary>
    public IReadOnlyList<string> Requests { get; init; } = [];

    /// <summary>The feature view; null for an on-demand view.</summary>
    public FeatureView? View { get; init; }

    /// <summary>Whether the address names a version.</summary>
    public bool IsVersion { get; init; }

    /// <summary>Finds what an address names; null when there is none.</summary>
    internal static ExplainSubject? Find(DefinitionSet definitions, string name, string feature, bool isOnDemand)
    {
        int? version = null;
        if (name.Split('@', 2) is [var bare, var text])
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            (name, version) = (bare, number);
        }

        return isOnDemand ? Of(definitions, definitions.FindOnDemandView(name, version), feature, version) : Of(definitions.FindView(name, version), version);
    }

    /// <summary>The reference of a feature. Without a version the one that answers lookups is explained.</summary>
    internal string ReferenceOf(string feature) => new FeatureReference(Name, feature, IsVersion ? Version : null).ToString();

    private static ExplainSubject? Of(FeatureView? view, int? version) => view is null ? null : new ExplainSubject
    {
        Name = view.Name,
        Version = view.Version,
        Domain = view.Domain,
        Href = DefinitionKinds.HrefOf(DefinitionKind.FeatureView, view.Name, view.Domain) + Suffix(version),
        Page = DefinitionKinds.HrefOf(DefinitionKind.FeatureView, view.Name, view.Domain) + Suffix(version),
        Features = [.. view.Features.Select(static known => known.Name)],
        Names = [.. view.Entities.Select(static entity => entity.JoinKey)],
        View = view,
        IsVersion = version is not null,
    };

    private static ExplainSubject? Of(DefinitionSet definitions, OnDemandFeatureView? view, string feature, int? version)
    {
        if (view is null)
        {
            return null;
        }

        var needs = ServiceNeeds.Of(definitions, view, feature);
        return new ExplainSubject
        {
            Name = view.Name,
            Version = view.Version,
            Domain = view.Domain,
            Href = DefinitionKinds.HrefOf(DefinitionKind.OnDemandFeatureView, view.Name, view.Domain) + Suffix(version),
            Page = DefinitionKinds.HrefOf(DefinitionKind.OnDemandFeatureView, view.Name, view.Domain),
            Features = [.. view.Features.Select(static known => known.Name)],
            Names = [.. needs.Views.SelectMany(static use => use.Keys.Values).Concat(needs.Requests.Select(static value => value.Name)).Distinct(StringComparer.Ordinal)],
            Requests = [.. needs.Requests.Select(static value => value.Name)],
            IsVersion = version is not null,
        };
    }

    private static string? Suffix(int? version) => version is { } number ? string.Create(CultureInfo.InvariantCulture, $"@{number}") : null;
}
