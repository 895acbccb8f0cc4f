namespace Catalog.Web.TrainingSets;

/// <summary>A part that the rows are divided into, as it is typed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">By time: before when its rows are; of the last part nothing. Otherwise its ratio.</param>
public sealed record SplitLine(string Name, string Value);
