using FeatureStore.Model;

namespace FeatureStore.TrainingSets;

/// <summary>A training set that somebody asks for.</summary>
public sealed record TrainingSetRequest
{
    /// <summary>How the names of those begin that are not kept.</summary>
    public const string TemporaryPrefix = "temporary-";

    /// <summary>
    /// Name to keep it under: lower-case letters, digits, <c>_</c> and <c>-</c>, starting with a letter, at most 100 characters. Null makes one from what is
    /// asked and the time.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>What it is to hold. The frame's name is taken from the frame.</summary>
    public required TrainingSetDefinition Definition { get; init; }

    /// <summary>How long it is kept once it has ended; null keeps it until somebody deletes it. Its name begins with <see cref="TemporaryPrefix"/> then.</summary>
    public TimeSpan? KeptFor { get; init; }

    /// <summary>Whether a complete training set of that name is replaced, once the new one is complete.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Who asks; null when nobody is known.</summary>
    public string? RequestedBy { get; init; }
}
