namespace Catalog.Web.TrainingSets;

/// <summary>Where the rows of a training set come from.</summary>
public enum RowsFrom
{
    /// <summary>An entity frame that a person brings.</summary>
    Frame,

    /// <summary>All keys that the views have a row for by a time.</summary>
    Keys,

    /// <summary>All rows of a view with an event time in a range.</summary>
    View,
}
