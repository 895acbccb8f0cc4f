namespace FeatureStore.Access;

/// <summary>Who may look features up, section <c>FeatureStore:Access</c>.</summary>
public sealed class AccessOptions
{
    /// <summary>The shortest <see cref="AdminKey"/>.</summary>
    internal const int MinAdminKeyLength = 24;

    /// <summary>
    /// Whether a lookup needs the key of a consumer that may read what it asks for. Default false: everybody reads everything, and a key that is sent is only checked for being one.
    /// Training sets, writes and definitions are not covered.
    /// </summary>
    public bool Required { get; set; }

    /// <summary>
    /// The key that a request needs which changes consumers, their grants and their keys. At least 24 characters. Empty, as by default: while <see cref="Required"/> is off everybody may, else nobody.
    /// </summary>
    public string AdminKey { get; set; } = string.Empty;
}
