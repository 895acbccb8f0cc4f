namespace Catalog.Web.TrainingSets;

/// <summary>Which rows count for an entity row, by the time of their arrival.</summary>
public enum KnownAt
{
    /// <summary>Whatever had arrived when the training set was asked for.</summary>
    Asked,

    /// <summary>What had arrived at a time.</summary>
    Time,

    /// <summary>What had arrived at the row's own time.</summary>
    EntityTime,
}
