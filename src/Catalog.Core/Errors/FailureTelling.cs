namespace Catalog.Core.Errors;

/// <summary>How a failure is to be told.</summary>
/// <param name="IsNew">Whether it is the first of its kind and told whole.</param>
/// <param name="Repeats">How often its kind came again since it was told last, when it is time for a short line; 0: nothing is to be said now.</param>
public readonly record struct FailureTelling(bool IsNew, int Repeats);
