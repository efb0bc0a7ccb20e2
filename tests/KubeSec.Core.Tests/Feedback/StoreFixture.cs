using System.Text;
using KubeSec.Feedback;

namespace KubeSec.Core.Tests.Feedback;

/// <summary>A real store in a folder of its own.</summary>
public sealed class StoreFixture : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kubesec-feedback-");

    public string Location => Path.Combine(folder.FullName, "feedback.db");

    public string Folder => folder.FullName;

    public Task<IncidentStore> OpenAsync(bool create = true, TimeProvider? time = null) =>
        IncidentStore.OpenAsync(new IncidentStoreOptions { Location = Location, Create = create }, time);

    public static Stream Text(string text) => new MemoryStream(Encoding.UTF8.GetBytes(text));

    public void Dispose() => folder.Delete(recursive: true);
}
