namespace FeatureStore.Serving;

/// <summary>The names of statuses as every client sees them.</summary>
public static class FieldStatusNames
{
    /// <summary>For example <c>OUTSIDE_MAX_AGE</c>.</summary>
    public static string ToWireName(this FieldStatus status) => status switch
    {
        FieldStatus.NotFound => "NOT_FOUND",
        FieldStatus.OutsideMaxAge => "OUTSIDE_MAX_AGE",
        FieldStatus.NullValue => "NULL_VALUE",
        FieldStatus.Present => "PRESENT",
        _ => "INVALID",
    };
}
