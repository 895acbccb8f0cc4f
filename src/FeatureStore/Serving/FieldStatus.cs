namespace FeatureStore.Serving;

/// <summary>What a served value is. Numbers and names are those of Feast's serving protocol; they are tested in the order in which they stand here.</summary>
public enum FieldStatus : byte
{
    /// <summary>Not used by the server.</summary>
    Invalid = 0,

    /// <summary>Nothing is stored for the entity; the value is null.</summary>
    NotFound = 3,

    /// <summary>The newest row is older than the view's ttl; the value is null, its event time is given.</summary>
    OutsideMaxAge = 4,

    /// <summary>The newest row holds no value.</summary>
    NullValue = 2,

    /// <summary>The value is there and within its age.</summary>
    Present = 1,
}
