using Catalog.Core.Model;

namespace Catalog.Web.Queries;

/// <summary>What each kind of definition is, for people who meet it the first time.</summary>
public static class DefinitionKindWords
{
    /// <summary>The label with its article: <c>a source</c>, <c>an entity</c>.</summary>
    public static string WithArticle(DefinitionKindInfo kind) => (kind.Label[0] is 'a' or 'e' or 'i' or 'o' or 'u' ? "an " : "a ") + kind.Label;

    /// <summary>In a sentence.</summary>
    public static string MeaningOf(DefinitionKind kind) => kind switch
    {
        DefinitionKind.DataProduct => "What a domain offers to others, through output ports.",
        DefinitionKind.FeatureView => "Features of one or more entities, computed from one source, online and offline.",
        DefinitionKind.OnDemandFeatureView => "Features computed when they are asked for, from features of views and values of the request.",
        DefinitionKind.Source => "Where events come from, and how their raw fields become typed columns.",
        DefinitionKind.Contract => "What each event of a source must keep, as a file of the Open Data Contract Standard.",
        DefinitionKind.FeatureService => "The features that one model asks for.",
        DefinitionKind.Entity => "What features describe: a customer, a vehicle, a ticket.",
        DefinitionKind.Domain => "A part of the organisation that owns data.",
        _ => "The people who answer for definitions.",
    };
}
