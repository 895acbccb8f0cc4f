namespace Catalog.Definitions.Search;

/// <summary>The properties that results can be narrowed by. The lower-case name is the key in a query, as in <c>domain:loyalty</c>.</summary>
public enum SearchFacet
{
    /// <summary>Kind of thing.</summary>
    Kind,

    /// <summary>Owning domain.</summary>
    Domain,

    /// <summary>How fresh its data is; whoever searches says so.</summary>
    Freshness,

    /// <summary>Owning team.</summary>
    Owner,

    /// <summary>Free words.</summary>
    Tag,

    /// <summary>Whether personal data is inside: <c>none</c> or <c>tagged</c>.</summary>
    Pii,
}
