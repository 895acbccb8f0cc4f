using Catalog.Definitions.Search;
using Catalog.Web.Formatting;

namespace Catalog.Web.Queries;

/// <summary>Says why something was found and how results are ordered.</summary>
public static class SearchWords
{
    /// <summary>The order of the tiers.</summary>
    public const string Ranking = "Names come before columns, columns before tags, tags before descriptions, other forms of a word after these, and spelling mistakes last; what defines something comes before what uses it.";

    /// <summary>Where the words were found.</summary>
    public static string WhyOf(SearchHit hit) => hit.Tier switch
    {
        SearchTier.ExactName => "it is its name",
        SearchTier.ExactTitle => "it is its title",
        SearchTier.NameWords => "words of its name",
        SearchTier.NamePrefix => "its name begins so",
        SearchTier.Column => hit.Columns.Count == 1 ? $"in {hit.Columns[0]}" : $"in {Numbers.Count(hit.Columns.Count, "name")} of its parts",
        SearchTier.Tag => "in a tag, its owner or its domain",
        SearchTier.Description => "in its description",
        SearchTier.PartDescription => hit.Columns.Count == 1 ? $"in the description of {hit.Columns[0]}" : "in the descriptions of its parts",
        SearchTier.WordForm => "in another form of the word",
        _ => "a name like it",
    };
}
