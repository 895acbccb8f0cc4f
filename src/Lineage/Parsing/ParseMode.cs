namespace Lineage.Parsing;

/// <summary>How strictly events are read.</summary>
public enum ParseMode
{
    /// <summary>
    /// What can be understood is taken, everything else is set aside with a warning: producers in the field leave out time zones and
    /// schema URLs, and lineage with one bad facet is worth more than none.
    /// </summary>
    Tolerant,

    /// <summary>Any departure from OpenLineage 2-0-2 or from the schema of a standard facet is an error.</summary>
    Strict,
}
