namespace Catalog.Web.TrainingSets;

/// <summary>The parts of the form, from top to bottom.</summary>
public enum TrainingSetPart
{
    Features,
    Name,
    Frame,
    Timestamp,
    KnownAt,
}
