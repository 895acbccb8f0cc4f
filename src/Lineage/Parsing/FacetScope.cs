namespace Lineage.Parsing;

/// <summary>Where in an event a facet stands. The same key means different facets in different places.</summary>
internal enum FacetScope
{
    Run,
    Job,
    Dataset,
    Input,
    Output,
}
